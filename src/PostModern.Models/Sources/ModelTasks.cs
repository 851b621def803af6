namespace PostModern.Models.Sources;

/// <summary>The tasks that CREATE MODEL knows, and the families that do them.</summary>
internal static class ModelTasks
{
    internal const string Chat = "chat";
    internal const string Embed = "embed";
    internal const string Transcribe = "transcribe";
    internal const string Predict = "predict";

    /// <summary>Models of chat servers.</summary>
    internal const string ChatFamily = "openai-chat";

    /// <summary>Models that make vectors of texts, on such servers.</summary>
    internal const string EmbeddingFamily = "openai-embeddings";

    /// <summary>Models that write down speech, on such servers.</summary>
    internal const string TranscriptionFamily = "openai-transcriptions";

    /// <summary>Models with inputs and outputs of their own, on inference servers.</summary>
    internal const string InferenceFamily = "open-inference";

    /// <summary>Models with inputs and outputs of their own, in an ONNX file.</summary>
    internal const string OnnxFamily = "onnx-graph";
}
