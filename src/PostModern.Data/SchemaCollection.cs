using System.Data;
using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>One collection of GetSchema.</summary>
/// <param name="Name">As callers write it.</param>
/// <param name="Restrictions">What it can be narrowed by, in order.</param>
/// <param name="IdentifierParts">Parts of the name of one of its rows.</param>
/// <param name="Load">Asks the server.</param>
internal sealed record SchemaCollection(
    string Name,
    IReadOnlyList<string> Restrictions,
    int IdentifierParts,
    Func<ServerSession, IReadOnlyList<string?>, CancellationToken, Task<DataTable>> Load);
