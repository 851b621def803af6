using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>What a reader and a writer must understand before they touch the table.</summary>
/// <param name="MinReaderVersion">3 means: see <paramref name="ReaderFeatures"/>.</param>
/// <param name="MinWriterVersion">7 means: see <paramref name="WriterFeatures"/>.</param>
/// <param name="ReaderFeatures">Null below reader version 3.</param>
/// <param name="WriterFeatures">Null below writer version 7.</param>
public sealed record Protocol(
    int MinReaderVersion,
    int MinWriterVersion,
    ValueList<string>? ReaderFeatures = null,
    ValueList<string>? WriterFeatures = null) : DeltaAction;
