namespace PostModern.Arrow.CData;

/// <summary>The <c>ARROW_FLAG_*</c> bits of <see cref="ArrowSchema.Flags"/>.</summary>
[Flags]
internal enum SchemaFlags : long
{
    None = 0,
    DictionaryOrdered = 1,
    Nullable = 2,
    MapKeysSorted = 4,
}
