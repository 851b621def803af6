namespace PostModern.Lake.Delta;

/// <summary>The action that makes a checkpoint one of the V2 specification.</summary>
/// <param name="Version">The version that the checkpoint holds.</param>
internal sealed record CheckpointMetadata(long Version) : DeltaAction;
