using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>A data file that is written and not yet part of its dataset.</summary>
internal readonly record struct WrittenFile(AddFile File, long Rows);
