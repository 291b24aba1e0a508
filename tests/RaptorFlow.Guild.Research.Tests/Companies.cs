using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Tests;

/// <summary>Companies of different kinds and languages; none of them exists.</summary>
internal static class Companies
{
    public static Company FrenchBakery() => Company.From(
        """
        {
          "name": "Au Four de Saint-Jean", "type": "Boulangerie artisanale", "industry": "Boulangerie et pâtisserie",
          "products": ["Pain au levain", "Viennoiseries pur beurre", "Galettes des rois à l'Épiphanie"],
          "revenue_model": "Vente au comptoir, commandes pour les fêtes",
          "target_customers": ["Habitants du quartier et familles", "Restaurants du Vieux Lyon"],
          "geographies": ["Lyon, quartier Saint-Jean"],
          "competitors": [{ "name": "Boulangerie Paul", "note": "chaîne nationale, prix plus élevés" }, { "name": "Le fournil du coin", "note": "pain au levain, petite boutique de quartier" }],
          "differentiators": ["Levain naturel de 24 heures", "Farine d'un moulin à 30 km"],
          "goal": "Plus de commandes de galettes avant Noël et l'Épiphanie",
          "constraints": ["Pas de publicité nationale"]
        }
        """, "fr", BusinessKind.Retail, organisations: false, MarketReach.Local);

    public static Company GermanMachineBuilder() => Company.From(
        """
        {
          "name": "Kessler Fördertechnik GmbH", "type": "Maschinenbau, Mittelstand", "industry": "Fördertechnik für die Lebensmittelindustrie",
          "size": { "mitarbeiter": "etwa 140", "umsatz": "28 Mio. EUR" },
          "products": ["Bandförderer", "Sortieranlagen", "Wartungsverträge"],
          "revenue_model": "Projektgeschäft und Wartungsverträge",
          "target_customers": ["Produktionsleiter und Einkäufer in Lebensmittelbetrieben"],
          "geographies": ["Deutschland, Österreich, Schweiz"],
          "competitors": [{ "name": "Interroll", "note": "Konzern, breites Sortiment" }, { "name": "Müller Band", "note": "kleiner Spezialist für Bandförderer" }],
          "differentiators": ["Ersatzteile in 24 Stunden", "Planung, Bau und Wartung aus einer Hand"],
          "goal": "Mehr qualifizierte Anfragen für Sortieranlagen bis Juni"
        }
        """, "de", BusinessKind.Wholesale, organisations: true, MarketReach.International);

    public static Company Charity() => Company.From(
        """
        {
          "name": "Lantern Hospital Fund", "type": "Charity", "industry": "Children's hospital charity",
          "products": ["Play rooms on wards", "Family rooms near the hospital"],
          "revenue_model": "Donations, legacies and one annual run",
          "target_customers": ["Regular donors and grandparents", "Local companies"],
          "geographies": ["Leeds and West Yorkshire"],
          "differentiators": ["Every room is named after a patient's wish"],
          "goal": "300 new monthly donors before Christmas",
          "constraints": ["No pictures of patients without consent"]
        }
        """, "en", BusinessKind.Nonprofit, organisations: false, MarketReach.Regional);

    public static Company FlagTool() => Company.From(
        """
        {
          "name": "Pennant", "type": "Developer tool", "industry": "Product analytics and developer tools",
          "products": ["Product analytics", "Session replay", "Feature flags", "Surveys"],
          "revenue_model": "Usage-based with a free tier; no cold outbound as a principle",
          "target_customers": [
            "Product engineers and technical founders",
            "High-growth startups: 15 to 500 employees, not yet public",
            "Later: product managers and analytics engineers"],
          "geographies": ["Worldwide, US first"],
          "competitors": [
            { "name": "Amplia" }, { "name": "FlagCo", "note": "feature flags for large enterprises" },
            { "name": "ReplayOne", "note": "session replay" }],
          "differentiators": ["Many tools in one platform, usable one by one", "Engineers can start without talking to sales"],
          "past_campaigns": [{ "name": "Monthly newsletter for engineers" }],
          "goal": "More sign-ups from teams that use a separate feature-flag tool"
        }
        """, "en", BusinessKind.UsageBased, organisations: true, MarketReach.International)
        .With(f => f with { Goal = f.Goal! with { Audience = "teams that use a separate feature-flag tool", ProductIds = ["P3"], CompetitorIds = ["K2"], CompetitorReason = "FlagCo meets Feature flags, which the goal speaks of." } })
        .WithSegment("S3", s => s with { Name = "product managers and analytics engineers", Priority = SegmentPriority.Later });

    public static Company PayrollTool() => Company.From(
        """
        {
          "name": "Paypeople", "type": "B2B SaaS", "industry": "Payroll software for small businesses",
          "size": { "customers": "4,000+ businesses" },
          "products": ["Full-service payroll with tax filing", "Benefits administration (health insurance)", "Hiring and onboarding, HR tools"],
          "revenue_model": "Subscription: monthly base fee plus a fee per active employee; accountant partner programme",
          "target_customers": [
            "US small businesses, roughly 1 to 100 employees",
            "Founders, office managers and operations leads who run payroll as one of several jobs",
            "Accounting and bookkeeping firms (partners)"],
          "geographies": ["United States"],
          "competitors": [
            { "name": "BigPay Run", "note": "deeper suite, more formal controls" }, { "name": "Chex", "note": "long-established payroll provider" },
            { "name": "Ripple", "note": "HR, IT and payroll for growing firms" }, { "name": "Comet", "note": "single-database suite, larger employers" }],
          "differentiators": ["Simple, fast set-up for people who are not payroll experts", "Payroll, benefits and onboarding in one place", "Strong accountant channel"],
          "brand_voice": { "adjectives": ["warm", "plain", "encouraging"] },
          "goal": "More demo requests from US businesses with 5 to 50 employees before the new tax year"
        }
        """, "en", BusinessKind.Subscription, organisations: true, MarketReach.National)
        .With(f => f with { Goal = f.Goal! with { Audience = "US businesses with 5 to 50 employees" } })
        .WithSegment("S1", s => s with { InGoal = true })
        .WithSegment("S3", s => s with { Priority = SegmentPriority.Partner });

    public static Company NameOnly() => Company.From("""{ "name": "Quill & Co" }""");
}
