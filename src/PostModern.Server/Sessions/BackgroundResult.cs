using PostModern.Engine.Sessions;

namespace PostModern.Server.Sessions;

/// <summary>How an execution in the background has ended.</summary>
/// <param name="Rows">The result on disk; null for a statement without rows.</param>
/// <param name="RowsAffected">−1 when unknown.</param>
/// <param name="Statistics">What it cost.</param>
internal sealed record BackgroundResult(ResultSpool? Rows, long RowsAffected, StatementStatistics Statistics);
