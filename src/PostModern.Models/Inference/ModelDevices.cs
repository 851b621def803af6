using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Inference;

/// <summary>Where networks can run: on the processor, and on graphics cards if ONNX Runtime's CUDA provider can be loaded.</summary>
/// <remarks>The provider is a library of its own, <c>libonnxruntime_providers_cuda.so</c>, that comes to ONNX Runtime as a plug-in and needs CUDA's libraries on the library path.</remarks>
internal sealed class ModelDevices
{
    internal const string Cpu = "cpu";
    private const string Cuda = "cuda";
    private const string Provider = "libonnxruntime_providers_cuda.so";

    private readonly Lazy<OrtEpDevice[]> _cards;
    private readonly string? _preferred;
    private string _absence = "";

    /// <param name="folder">The folder of the CUDA provider; the program's own when null.</param>
    /// <param name="preferred">Where models run when a call doesn't say: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>; null for a card if there is one.</param>
    internal ModelDevices(string? folder, string? preferred)
    {
        _preferred = preferred;
        _cards = new(() => Find(folder ?? AppContext.BaseDirectory));
    }

    /// <summary>The device of a call.</summary>
    /// <param name="wanted">As the call says it; null when it doesn't.</param>
    /// <returns>Such as <c>cpu</c> or <c>cuda:0</c>.</returns>
    /// <exception cref="ServerException">InvalidInput: no such device; the message says which there are, or why there are none.</exception>
    internal string Choose(string? wanted)
    {
        var device = (wanted ?? _preferred)?.ToLowerInvariant();
        switch (device)
        {
            case Cpu:
                return Cpu;
            case null:
                return _cards.Value.Length > 0 ? NameOf(0) : Cpu;
            case Cuda when _cards.Value.Length > 0:
                return NameOf(0);
            default:
                return Enumerable.Range(0, _cards.Value.Length).Select(NameOf).Contains(device) ? device : throw new ServerException(
                    ErrorCode.InvalidInput, $"There is no device '{wanted ?? _preferred}'. There are: {string.Join(", ", Names)}.{Reason}");
        }
    }

    /// <summary>All devices, the processor first.</summary>
    internal IEnumerable<string> Names => [Cpu, .. Enumerable.Range(0, _cards.Value.Length).Select(NameOf)];

    /// <summary>Why no graphics card is used; empty when one can be.</summary>
    internal string Absence => _cards.Value.Length > 0 ? "" : _absence;

    /// <summary>Lets a session run on a device.</summary>
    internal void Append(SessionOptions options, string device)
    {
        if (device != Cpu)
        {
            var card = _cards.Value[int.Parse(device.AsSpan(Cuda.Length + 1), CultureInfo.InvariantCulture)];
            options.AppendExecutionProvider(OrtEnv.Instance(), [card], new Dictionary<string, string>());
        }
    }

    private string Reason => Absence.Length > 0 ? $" No graphics card is used: {Absence}" : "";

    private static string NameOf(int card) => string.Create(CultureInfo.InvariantCulture, $"{Cuda}:{card}");

    private OrtEpDevice[] Find(string folder)
    {
        var library = Path.Combine(folder, Provider);
        if (!File.Exists(library))
        {
            _absence = $"'{library}' isn't there. Put ONNX Runtime's CUDA provider into that folder, or name its folder with --cuda.";
            return [];
        }

        try
        {
            var environment = OnnxSessions.StartRuntime();
            environment.RegisterExecutionProviderLibrary(Cuda, library);
            OrtEpDevice[] cards = [.. environment.GetEpDevices().Where(d => d.HardwareDevice.Type == OrtHardwareDeviceType.GPU)];
            _absence = cards.Length > 0 ? "" : $"'{library}' finds none on this machine.";
            return cards;
        }
        catch (OnnxRuntimeException e)
        {
            // Most often one of CUDA's own libraries is missing, which the message names.
            _absence = e.Message;
            return [];
        }
    }
}
