using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.CompanyFundamentals;

/// <summary>Reads the brief once and in order, for all later steps to build on.</summary>
internal sealed class FundamentalsAgent : Agent<FundamentalsInput, Marketing.Fundamentals>
{
    /// <inheritdoc/>
    protected override ValueTask<Draft<Marketing.Fundamentals>> DraftAsync(FundamentalsInput input, AgentContext context, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(input.Company.Name))
            throw new AgentInputException("company.name", "a company needs a name of 1 to 200 characters");
        var reading = BriefReading.Of(input, context.Today);
        var read = Read(reading, context.Card);
        var questions = FundamentalsQuestions.Of(read, reading, context.Card.Limit("open_questions", 6));
        var (backed, fields) = Backed(read);
        return ValueTask.FromResult(new Draft<Marketing.Fundamentals>
        {
            Output = read,
            Confidence = Confidence.FromEvidence(backed, fields, reading.Facts.Select(f => f.Origin()).Distinct().Count(), questions.Count),
            OpenQuestions = questions,
            ConstraintsApplied = [.. Applied(read)],
        });
    }

    /// <inheritdoc/>
    protected override IEnumerable<OutputProblem> Validate(FundamentalsInput input, Marketing.Fundamentals output, AgentContext context)
    {
        if (output.Company.Name != input.Company.Name)
            yield return new("company.name", $"must stay “{input.Company.Name}”");
        var found = ConstraintReader.Read(input.AllFacts(), output.Company.BriefLanguage);
        foreach (var lost in found.Where(c => !output.Constraints.Any(o => o.Evidence.Quote.Contains(c.Evidence.Quote, StringComparison.OrdinalIgnoreCase))))
            yield return new("constraints", $"the constraint “{lost.Evidence.Quote}” ({lost.Evidence.Source}) must stay");
        foreach (var group in (IEnumerable<IEnumerable<string>>)[output.Products.Select(p => p.Id), output.Segments.Select(s => s.Id), output.Competitors.Select(c => c.Id), output.Constraints.Select(c => c.Id)])
        {
            foreach (var twice in group.GroupBy(id => id).Where(g => g.Count() > 1))
                yield return new("", $"the id {twice.Key} is used twice");
        }
        var products = output.Products.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var unknown in output.Differentiators.SelectMany(d => d.ProductIds).Concat(output.Goal?.ProductIds ?? []).Where(id => !products.Contains(id)).Distinct())
            yield return new("products", $"there is no product {unknown}");
    }

    private static Marketing.Fundamentals Read(BriefReading reading, AgentCard card)
    {
        var constraints = ConstraintReader.Read(reading.Facts, reading.Language);
        var products = OfferReader.Products(reading, card.Limit("benefits_per_product", 4));
        var competitors = PeopleReader.Competitors(reading);
        var goal = GoalReader.Read(reading, products, competitors);
        var budget = BudgetReader.Read(reading);
        var model = ProfileReader.Model(reading);
        return new()
        {
            Company = ProfileReader.Profile(reading),
            Model = model,
            Scope = ScopeReader.Read(reading, model.Kind, constraints),
            Products = products,
            Differentiators = OfferReader.Differentiators(reading, products),
            Segments = PeopleReader.Segments(reading, goal?.Audience ?? goal?.Evidence.Quote),
            Competitors = competitors,
            ProofPoints = RecordReader.Proof(reading, card.Limit("proof_points", 20)),
            History = RecordReader.History(reading),
            Goal = goal,
            Constraints = constraints,
            Budget = budget,
            Numbers = RecordReader.Figures(reading, card.Limit("numbers", 60)),
            Contradictions = ContradictionReader.Read(reading, goal, budget, constraints),
            OtherFacts = RecordReader.Others(reading),
        };
    }

    private static (int Backed, int Fields) Backed(Marketing.Fundamentals read)
    {
        bool[] fields =
        [
            read.Company.Description is not null, read.Company.Industry is not null, read.Company.Founded is not null, read.Company.Headquarters is not null,
            read.Model.Kind != BusinessKind.Unknown, read.Scope.Reach != MarketReach.Unknown, read.Products.Count > 0, read.Differentiators.Count > 0, read.Segments.Count > 0,
            read.Competitors.Count > 0, read.ProofPoints.Count > 0, read.History.Count > 0, read.Goal is not null, read.Budget is not null,
        ];
        return (fields.Count(f => f), fields.Length);
    }

    private static IEnumerable<ConstraintUse> Applied(Marketing.Fundamentals read)
    {
        foreach (var constraint in read.Constraints)
        {
            if (constraint is { Effect: ConstraintEffect.Limits, Subject: ConstraintSubject.Geography })
                yield return new(constraint.Id, $"the market's reach was read as {read.Scope.Reach.ToString().ToLowerInvariant()}");
            foreach (var contradiction in read.Contradictions.Where(c => c.Evidence.Contains(constraint.Evidence) && constraint.Subject == ConstraintSubject.Channel))
                yield return new(constraint.Id, $"reported: {contradiction.Statement}");
        }
    }
}
