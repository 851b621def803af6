namespace PostModern.Specs.Runner;

/// <summary>What happens to the answer before it is compared.</summary>
internal enum SpecSort
{
    NoSort,
    RowSort,
    ValueSort,
}
