namespace PostModern.Engine.Planning;

/// <summary>A query that makes rows from one source's rows, each on its own: run on a part of the source, it gives that part of the result.</summary>
/// <param name="Query">The query, reading <see cref="SourceTable"/> instead; over a listing with one more column at the end, <see cref="UriColumn"/>.</param>
/// <param name="Listing">A query for the listing; null when the source is a dataset.</param>
internal sealed record RowMap(string Query, string? Listing)
{
    /// <summary>Where the query finds its rows, in the schema <c>temp.main</c>.</summary>
    public const string SourceTable = "pm_sources";

    /// <summary>The object that a row came from.</summary>
    public const string UriColumn = "__pm_uri";
}

/// <summary>Whether a query is a <see cref="RowMap"/>, and if not, why.</summary>
/// <param name="Map">Null when it is none.</param>
/// <param name="Reason">The end of a sentence that begins with "the query"; empty when it is one.</param>
internal sealed record RowMapping(RowMap? Map, string Reason);
