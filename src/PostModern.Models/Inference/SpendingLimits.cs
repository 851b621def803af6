namespace PostModern.Models.Inference;

/// <summary>What a query may spend on a model, and what the model costs.</summary>
public sealed record SpendingLimits
{
    /// <summary>Calls; null for any number.</summary>
    public long? MaxCalls { get; init; }

    /// <summary>In the currency of the prices; null for any sum.</summary>
    public double? MaxCost { get; init; }

    /// <summary>A million tokens of questions.</summary>
    public double InputPrice { get; init; }

    /// <summary>A million tokens of answers.</summary>
    public double OutputPrice { get; init; }

    /// <summary>The price of so many tokens.</summary>
    public double CostOf(TokenUse tokens) => ((tokens.Input * InputPrice) + (tokens.Output * OutputPrice)) / 1e6;
}
