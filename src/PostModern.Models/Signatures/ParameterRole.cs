namespace PostModern.Models.Signatures;

/// <summary>What a model's SQL function does with a parameter.</summary>
public enum ParameterRole
{
    /// <summary>It is what the model looks at: an OBJECT, whose bytes are fetched, or text. Each function has one.</summary>
    Input,

    /// <summary>It says what is asked of the input, such as the labels to choose from; it is part of what is cached.</summary>
    Argument,

    /// <summary>It names the model: a constant.</summary>
    Model,
}
