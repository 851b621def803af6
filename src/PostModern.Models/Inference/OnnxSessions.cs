using Microsoft.ML.OnnxRuntime;

namespace PostModern.Models.Inference;

/// <summary>How sessions of ONNX Runtime are opened.</summary>
internal static class OnnxSessions
{
    private static readonly Lazy<OrtEnv> s_environment = new(Start);

    /// <summary>A session whose runs use the thread that calls and no other.</summary>
    internal static InferenceSession Open(string path, ModelDevices? devices = null, string device = ModelDevices.Cpu)
    {
        StartRuntime();
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        devices?.Append(options, device);
        return new InferenceSession(path, options);
    }

    internal static OrtEnv StartRuntime() => s_environment.Value;

    // Only the first caller in a process sets the level; without it the search for GPUs warns on stderr of machines that have none.
    private static OrtEnv Start()
    {
        if (OrtEnv.IsCreated)
        {
            return OrtEnv.Instance();
        }

        var options = new EnvironmentCreationOptions { logId = "postmodern", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        return OrtEnv.CreateInstanceWithOptions(ref options);
    }
}
