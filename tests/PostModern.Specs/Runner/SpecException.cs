namespace PostModern.Specs.Runner;

/// <summary>A spec that doesn't hold, or can't be read.</summary>
/// <param name="file">As the reader finds it.</param>
/// <param name="line">From 1.</param>
public sealed class SpecException(string file, int line, string message, Exception? innerException = null)
    : Exception($"{file}:{line}: {message}", innerException);
