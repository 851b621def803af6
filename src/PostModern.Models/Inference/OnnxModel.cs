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
internal sealed class OnnxModel : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SessionMemory _memory;
    private readonly Func<InferenceSession> _open;
    private InferenceSession? _session;
    private int _running;
    private bool _disposed;
    private IReadOnlyDictionary<string, NodeMetadata>? _inputs;
    private IReadOnlyDictionary<string, NodeMetadata>? _outputs;

    /// <param name="path">The graph's file.</param>
    /// <param name="memory">Decides how long it stays loaded; to the end when null.</param>
    /// <param name="devices">Where it can run; on the processor when null.</param>
    /// <param name="device">Where it runs.</param>
    internal OnnxModel(string path, SessionMemory? memory = null, ModelDevices? devices = null, string device = ModelDevices.Cpu)
    {
        _memory = memory ?? new SessionMemory(long.MaxValue);
        _open = () => OnnxSessions.Open(path, devices, device);
        Bytes = new FileInfo(path).Length + (new FileInfo($"{path}_data") is { Exists: true } data ? data.Length : 0);
    }

    /// <summary>The size of the graph's files.</summary>
    internal long Bytes { get; }

    /// <summary>Whether it is in memory.</summary>
    internal bool IsLoaded => Volatile.Read(ref _session) is not null;

    /// <summary>The graph's inputs by name: their types and shapes, -1 for what varies.</summary>
    internal IReadOnlyDictionary<string, NodeMetadata> Inputs => _inputs ?? Describe().Inputs;

    /// <summary>The graph's outputs by name.</summary>
    internal IReadOnlyDictionary<string, NodeMetadata> Outputs => _outputs ?? Describe().Outputs;

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
            return new OnnxOutputs(Run(Enter(), names, values, outputs, cancellationToken));
        }
        finally
        {
            Exit();
            foreach (var (_, value, isBorrowed) in inputs)
            {
                if (!isBorrowed)
                {
                    value.Dispose();
                }
            }
        }
    }

    /// <summary>Frees its memory unless it runs; the next run loads it again.</summary>
    internal bool TryUnload()
    {
        lock (_lock)
        {
            if (_running > 0)
            {
                return false;
            }

            _session?.Dispose();
            _session = null;
            return true;
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

        _memory.Forget(this);
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

    private (IReadOnlyDictionary<string, NodeMetadata> Inputs, IReadOnlyDictionary<string, NodeMetadata> Outputs) Describe()
    {
        try
        {
            var session = Enter();
            return (_inputs = session.InputMetadata, _outputs = session.OutputMetadata);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>The session, which stays until <see cref="Exit"/>.</summary>
    private InferenceSession Enter()
    {
        InferenceSession session;
        lock (_lock)
        {
            _running++;
            ObjectDisposedException.ThrowIf(_disposed, this);
            session = _session ??= _open();
        }

        // Outside of the lock, for making room takes those of others.
        _memory.Use(this);
        return session;
    }

    private void Exit()
    {
        lock (_lock)
        {
            _running--;
        }
    }
}
