using Microsoft.ML.OnnxRuntime;

namespace PostModern.Models.Inference;

/// <summary>An ONNX graph that is loaded when it is first run; runs may overlap.</summary>
/// <remarks>
/// A run uses the thread that calls it and no other: throughput comes from several runs at once on <see cref="ComputeThreads"/>,
/// which beats splitting single operators over the cores (benchmark group <c>skeleton</c>).
/// </remarks>
/// <param name="path">The graph's file.</param>
/// <param name="threadsPerRun">1, except in benchmarks that show why.</param>
internal sealed class OnnxModel(string path, int threadsPerRun = 1) : IDisposable
{
    private readonly Lock _lock = new();
    private InferenceSession? _session;
    private bool _disposed;

    /// <summary>Runs the graph.</summary>
    /// <param name="inputs">Disposed here, whatever happens, unless they are borrowed.</param>
    /// <param name="outputs">Names of the wanted outputs.</param>
    /// <param name="cancellationToken">Stops the run between two of its nodes.</param>
    internal OnnxOutputs Run(ReadOnlySpan<OnnxInput> inputs, string[] outputs, CancellationToken cancellationToken)
    {
        var names = new string[inputs.Length];
        var values = new OrtValue[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            (names[i], values[i]) = (inputs[i].Name, inputs[i].Value);
        }

        try
        {
            return new OnnxOutputs(Run(Load(), names, values, outputs, cancellationToken));
        }
        finally
        {
            foreach (var (_, value, isBorrowed) in inputs)
            {
                if (!isBorrowed)
                {
                    value.Dispose();
                }
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _session?.Dispose();
            _session = null;
        }
    }

    private static IDisposableReadOnlyCollection<OrtValue> Run(
        InferenceSession session, string[] names, OrtValue[] values, string[] outputs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var options = new RunOptions();

        // Disposing the registration waits for a callback in flight, so the options outlive it.
        using var stop = cancellationToken.UnsafeRegister(static state => ((RunOptions)state!).Terminate = true, options);
        try
        {
            return session.Run(options, names, values, outputs);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private InferenceSession Load()
    {
        if (Volatile.Read(ref _session) is { } session)
        {
            return session;
        }

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _session ??= OnnxSessions.Open(path, threadsPerRun);
        }
    }
}
