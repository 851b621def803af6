using Microsoft.ML.OnnxRuntime;

namespace PostModern.Models.Inference;

/// <summary>An ONNX graph that is loaded when it is first run; runs may overlap.</summary>
/// <remarks>
/// A run uses the thread that calls it and no other: throughput comes from several runs at once on <see cref="ComputeThreads"/>,
/// which beats splitting single operators over the cores (benchmark group <c>skeleton</c>).
/// </remarks>
internal sealed class OnnxModel(string path) : IDisposable
{
    private readonly Lock _lock = new();
    private LoadedModel? _loaded;
    private bool _disposed;

    /// <summary>What the graph wants; loads it.</summary>
    internal IReadOnlyList<OnnxTensorInfo> Inputs => Load().Inputs;

    /// <summary>What the graph gives; loads it.</summary>
    internal IReadOnlyList<OnnxTensorInfo> Outputs => Load().Outputs;

    /// <summary>Runs the graph.</summary>
    /// <param name="inputs">Disposed here, whatever happens.</param>
    /// <param name="outputs">Names of the wanted outputs.</param>
    /// <param name="cancellationToken">Stops the run between two of its nodes.</param>
    internal OnnxOutputs Run(ReadOnlySpan<OnnxInput> inputs, string[] outputs, CancellationToken cancellationToken)
    {
        var names = new string[inputs.Length];
        var values = new OrtValue[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            (names[i], values[i]) = inputs[i];
        }

        try
        {
            return new OnnxOutputs(Run(Load().Session, names, values, outputs, cancellationToken));
        }
        finally
        {
            foreach (var value in values)
            {
                value.Dispose();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _loaded?.Session.Dispose();
            _loaded = null;
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

    private LoadedModel Load()
    {
        if (Volatile.Read(ref _loaded) is { } loaded)
        {
            return loaded;
        }

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _loaded ??= new LoadedModel(OnnxSessions.Open(path));
        }
    }

    private sealed class LoadedModel(InferenceSession session)
    {
        internal InferenceSession Session { get; } = session;

        internal IReadOnlyList<OnnxTensorInfo> Inputs { get; } =
            [.. session.InputMetadata.Select(input => new OnnxTensorInfo(input.Key, input.Value.Dimensions))];

        internal IReadOnlyList<OnnxTensorInfo> Outputs { get; } =
            [.. session.OutputMetadata.Select(output => new OnnxTensorInfo(output.Key, output.Value.Dimensions))];
    }
}
