using PostModern.Arrow.Types;

namespace PostModern.Data.Transport;

/// <summary>The members of a struct whose types are known, whatever values there are.</summary>
internal sealed class StructValue(StructType type) : Dictionary<string, object?>(StringComparer.Ordinal)
{
    public StructType Type { get; } = type;
}

/// <summary>A CLR value that is a struct in SQL.</summary>
internal interface IStructValue
{
    /// <summary>Its members.</summary>
    StructValue ToStruct();
}
