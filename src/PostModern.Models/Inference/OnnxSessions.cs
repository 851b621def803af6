using Microsoft.ML.OnnxRuntime;

namespace PostModern.Models.Inference;

/// <summary>How sessions of ONNX Runtime are opened.</summary>
internal static class OnnxSessions
{
    private static readonly Lazy<OrtEnv> s_environment = new(StartRuntime);

    internal static InferenceSession Open(string path, int threadsPerRun)
    {
        _ = s_environment.Value;
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threadsPerRun,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        return new InferenceSession(path, options);
    }

    // Only the first caller in a process sets the level; without it the search for GPUs warns on stderr of machines that have none.
    private static OrtEnv StartRuntime()
    {
        if (OrtEnv.IsCreated)
        {
            return OrtEnv.Instance();
        }

        var options = new EnvironmentCreationOptions { logId = "postmodern", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        return OrtEnv.CreateInstanceWithOptions(ref options);
    }
}
