using PostModern.Arrow.Compression;
using PostModern.Engine.Sessions;

namespace PostModern.Server.Sessions;

/// <summary>What RETURNING gave.</summary>
/// <param name="Rows">The result on disk; owned.</param>
/// <param name="Compression">How its columns are to be compressed.</param>
/// <param name="Statistics">What the statement cost.</param>
internal sealed record ReturnedResult(ResultSpool Rows, BodyCompression Compression, StatementStatistics Statistics) : IDisposable
{
    public void Dispose() => Rows.Dispose();
}
