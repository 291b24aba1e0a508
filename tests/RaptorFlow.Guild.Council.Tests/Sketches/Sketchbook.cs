using RaptorFlow.Marketing;

namespace RaptorFlow.Sketches;

/// <summary>Companies of different kinds, none of them real.</summary>
internal static class Sketchbook
{
    public static CompanySketch Developers => new()
    {
        Name = "Kestrel", Type = "Developer tool, open core", Industry = "Product analytics and developer tools", Founded = "2020, in a garage",
        Products = ["Product analytics", "Session replay", "Feature flags", "A/B testing (experiments)", "Surveys", "Data pipelines / CDP"],
        Segments = ["Product engineers and technical founders", "High-growth startups: 15 to 500 employees", "Later: product managers and analytics engineers"],
        Roles = ["Product engineers", "technical founders"],
        Competitors = [("Amplify", null), ("LaunchPad", "feature flags"), ("ReplayCo", "session replay")],
        Differentiators = ["Many tools in one platform, usable one by one", "Engineers can start without talking to sales", "Transparent public handbook and prices; aims to match the cheapest large competitor", "Open source core"],
        Adjectives = ["direct", "funny", "opinionated", "technical"], Formality = 0.1, Playfulness = 0.8, Technicality = 0.8,
        Samples = ["We've decided to make less money (banner for a price cut)"], Places = ["Worldwide"], Reach = MarketReach.International,
        History = ["Comparison articles (Kestrel vs Amplify)"],
        Goal = "More sign-ups that send a first event from teams that use a separate feature-flag tool", Metric = "sign-ups that send a first event",
        Audience = "teams that use a separate feature-flag tool", GoalProducts = ["P3"], Focus = ["K2"],
        Constraints =
        [
            ("No fear-based or salesy copy", ConstraintEffect.Forbids, ConstraintSubject.Tone, ["fear-based", "salesy"]),
            ("Comparisons with competitors must be fair and dated", ConstraintEffect.Obliges, ConstraintSubject.Comparison, ["fair", "dated"]),
            ("Tracking claims: privacy wording for EU visitors", ConstraintEffect.Obliges, ConstraintSubject.Privacy, ["EU visitors"]),
        ],
        Monthly = 60000, Currency = "USD", Kind = BusinessKind.UsageBased, Organisations = true,
        Split = [("google_search", ["paid_search"], 0.3m), ("newsletter_and_podcast_sponsorship", ["newsletter_sponsorship", "podcast_sponsorship"], 0.3m), ("content", ["content"], 0.2m), ("reddit_and_x", ["reddit", "x"], 0.15m), ("linkedin", ["linkedin"], 0.05m)],
    };

    public static CompanySketch Payroll => new()
    {
        Name = "Brightbook", Type = "B2B SaaS", Industry = "Payroll, benefits and HR software for small businesses", Founded = "2011, as OldBook, in Denver",
        Products = ["Full-service payroll with federal, state and local tax filing", "Benefits administration (health insurance)", "Hiring and onboarding, HR tools", "Contractor payments"],
        Segments = ["US small businesses, roughly 1 to 100 employees", "Founders, office managers and operations leads who run payroll as one of several jobs", "Accounting and bookkeeping firms (partners)"],
        Roles = ["Founders, office managers and operations leads", "Accounting and bookkeeping firms"],
        Competitors = [("Ayd", "deeper suite, more formal controls"), ("Paychester", "long-established payroll provider"), ("Ripple", "HR, IT and payroll for growing firms")],
        Differentiators = ["Simple, fast set-up for people who are not payroll experts", "Payroll, benefits and onboarding in one place", "Transparent base-plus-per-person price", "Strong accountant channel"],
        Adjectives = ["warm", "plain", "encouraging"], Formality = 0.3, Playfulness = 0.3, Technicality = 0.1, Places = ["United States"], Reach = MarketReach.National,
        Goal = "More qualified demo requests and free set-ups from US businesses with 5 to 50 employees in the fourth quarter, before the new tax year",
        Metric = "qualified demo requests and free set-ups", Audience = "US businesses with 5 to 50 employees",
        Period = new(new(2026, 10, 1), new(2026, 12, 31), "in the fourth quarter"),
        Constraints =
        [
            ("Tax and legal claims need care: no promise of zero fines or guaranteed compliance", ConstraintEffect.Forbids, ConstraintSubject.Claim, ["zero fines", "guaranteed compliance"]),
            ("Price claims must match the live price page", ConstraintEffect.Obliges, ConstraintSubject.Price, ["live price page"]),
        ],
        Monthly = 60000, Currency = "USD", Kind = BusinessKind.Subscription, Organisations = true,
        Split = [("google_search", ["paid_search"], 0.45m), ("linkedin", ["linkedin"], 0.3m), ("meta", ["meta"], 0.15m), ("content", ["content"], 0.1m)],
    };

    public static CompanySketch Bakery => new()
    {
        Name = "Maison Tilleul", Language = "fr", Type = "Boulangerie artisanale de quartier", Industry = "Boulangerie", Founded = "1987, par Jeanne Tilleul",
        Products = ["Pain au levain", "Viennoiseries pur beurre", "Galette des rois", "Buffets pour entreprises"],
        Segments = ["Familles du quartier", "Bureaux de la Croix-Rousse"],
        Competitors = [("Marie Blachon", "chaîne, prix bas"), ("Supermarché du coin", null)],
        Differentiators = ["Levain naturel nourri chaque jour depuis 1987", "Farines bio de l'Ain", "Ouverte dès 6h30, tous les jours sauf lundi"],
        Adjectives = ["chaleureux", "simple", "gourmand"], Formality = 0.5, Playfulness = 0.4, Places = ["Lyon 4e"], Reach = MarketReach.Local,
        Goal = "Plus de commandes de buffets par les bureaux du quartier avant Noël", Metric = "commandes de buffets", Audience = "les bureaux du quartier", GoalProducts = ["P4"],
        Period = new(new(2026, 3, 4), new(2026, 12, 24), "avant Noël"),
        Constraints = [("Jamais de promesse santé", ConstraintEffect.Forbids, ConstraintSubject.Claim, ["santé"]), ("Pas plus de 6 buffets par jour", ConstraintEffect.Limits, ConstraintSubject.Capacity, ["6 buffets"])],
        Monthly = 300, Kind = BusinessKind.Retail, Organisations = null,
        Split = [("prospectus", ["print"], 0.5m), ("instagram", ["meta"], 0.5m)],
    };

    public static CompanySketch Machines => new()
    {
        Name = "Hartwig Frästechnik", Language = "de", Type = "Maschinenbauer, Familienunternehmen", Industry = "Sonderfräsmaschinen für die Medizintechnik", Founded = "1962 in Tuttlingen",
        Products = ["5-Achs-Fräszentren", "Automatisierung und Beladung", "Ersatzteile und Wartung"],
        Segments = ["Hersteller von Implantaten und Instrumenten", "Lohnfertiger mit 20 bis 200 Mitarbeitenden"],
        Competitors = [("Grobmann", "breites Programm, lange Lieferzeiten"), ("Hermlin", null)],
        Differentiators = ["Lieferung in 14 Wochen", "Servicetechniker in 24 Stunden vor Ort", "Alles aus einer Hand: Maschine, Automatisierung, Wartung"],
        Adjectives = ["sachlich", "präzise"], Formality = 0.9, Playfulness = 0.0, Technicality = 0.7, Places = ["Deutschland", "Schweiz"], Reach = MarketReach.International,
        Goal = "20 Anfragen von Lohnfertigern bis zur Messe im September", Metric = "Anfragen", Audience = "Lohnfertiger", Period = new(new(2026, 3, 4), new(2026, 9, 15), "bis zur Messe im September"),
        Constraints = [("Keine Vergleiche mit Wettbewerbern", ConstraintEffect.Forbids, ConstraintSubject.Comparison, []), ("Keine Referenzkunden nennen", ConstraintEffect.Forbids, ConstraintSubject.Claim, ["referenzkunden"])],
        Monthly = 8000, Kind = BusinessKind.Wholesale, Organisations = true,
        Split = [("Fachpresse", ["press"], 0.4m), ("linkedin", ["linkedin"], 0.35m), ("Messe", ["events"], 0.25m)],
    };

    public static CompanySketch Charity => new()
    {
        Name = "Harbour Ward Friends", Type = "Hospital charity", Industry = "Support for children's wards",
        Products = ["Overnight rooms for parents", "Play specialists on the ward", "Travel grants for families"],
        Segments = ["Regular donors in the county", "Local companies that sponsor a room", "Families of patients"],
        Differentiators = ["Run by parents of former patients", "Every room is five minutes from the ward", "Accounts published each year"],
        Adjectives = ["calm", "honest", "hopeful"], Formality = 0.4, Playfulness = 0.1, Places = ["Norfolk"], Reach = MarketReach.Regional,
        Goal = "More monthly donors before the new wing opens", Metric = "monthly donors", Audience = null,
        Constraints = [("Never use pictures or stories of patients without consent", ConstraintEffect.Forbids, ConstraintSubject.Privacy, []), ("No guilt or pity", ConstraintEffect.Forbids, ConstraintSubject.Tone, ["guilt", "pity"])],
        Kind = BusinessKind.Nonprofit, Split = [("email", ["email_newsletter"], 0.5m), ("community", ["community"], 0.5m)],
    };

    public static CompanySketch Nearly => new() { Name = "Quill" };

    public static IEnumerable<CompanySketch> All => [Developers, Payroll, Bakery, Machines, Charity, Nearly];
}
