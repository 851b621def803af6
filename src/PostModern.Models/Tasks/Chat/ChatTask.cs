namespace PostModern.Models.Tasks.Chat;

/// <summary>Answers one row with a chat model.</summary>
/// <param name="call">The row.</param>
/// <param name="cancellationToken">The query's.</param>
/// <returns>The encoded answer.</returns>
internal delegate Task<byte[]> ChatTask(ChatCall call, CancellationToken cancellationToken);
