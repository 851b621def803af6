using System.Collections;

namespace PostModern.Arrow.Arrays;

/// <summary>Boxed CLR values to list elements.</summary>
internal static class ListConversion
{
    /// <summary>Text and dictionaries enumerate too, but nobody means a list by them.</summary>
    public static IEnumerable ToItems(object value) =>
        value is IEnumerable items and not (string or IDictionary) ? items : throw new InvalidCastException();
}
