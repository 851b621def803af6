using PostModern.Engine.Catalog;
using PostModern.Engine.Settings;

namespace PostModern.Engine.Execution;

/// <summary>What a session's statements may change about it.</summary>
internal sealed record SessionState(SessionOptions Options, SessionTransactions Transactions);
