namespace PostModern.Models.Signatures;

/// <summary>What a task reads.</summary>
public enum InputKind
{
    /// <summary>OBJECT values, whose bytes are fetched.</summary>
    Object,

    /// <summary>VARCHAR values.</summary>
    Text,

    /// <summary>Both, by two functions of one name.</summary>
    Either,
}
