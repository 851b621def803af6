using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

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

    /// <summary>The graph's inputs by name: their types and shapes, -1 for what varies.</summary>
    internal IReadOnlyDictionary<string, NodeMetadata> Inputs => Load().InputMetadata;

    /// <summary>The graph's outputs by name.</summary>
    internal IReadOnlyDictionary<string, NodeMetadata> Outputs => Load().OutputMetadata;

    /// <summary>An input of the precision that the graph wants, 32 or 16 bits.</summary>
    /// <param name="name">The graph's input.</param>
    /// <param name="values">As many as <paramref name="shape"/> says.</param>
    /// <param name="shape">The extent of each axis.</param>
    internal OnnxInput FloatInput(string name, float[] values, params long[] shape)
    {
        if (Inputs[name].ElementDataType != TensorElementType.Float16)
        {
            return OnnxInput.Of<float>(name, values, shape);
        }

        var halves = new Float16[values.Length];
        TensorPrimitives.ConvertToHalf(values, MemoryMarshal.Cast<Float16, Half>(halves.AsSpan()));
        return OnnxInput.Of<Float16>(name, halves, shape);
    }

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
