namespace PostModern.Arrow.Types;

/// <summary>A logical column type of the Arrow columnar format.</summary>
/// <remarks>Arrow columnar format 1.5. Types are values: two types are equal when every parameter and child field is.</remarks>
public abstract record ArrowType
{
    private protected ArrowType()
    {
    }

    /// <summary>The fields of the child columns, in order; empty for types without children.</summary>
    public virtual IReadOnlyList<Field> Children => [];

    /// <summary>The name that messages use, such as <c>timestamp[us, UTC]</c> or <c>list&lt;utf8&gt;</c>.</summary>
    public sealed override string ToString() => TypeName.Of(this);
}
