namespace PostModern.Models.Remote;

/// <summary>How a model's server is talked to.</summary>
public enum RemoteProtocol
{
    /// <summary>Chat, embeddings and transcriptions as OpenAI's API has them.</summary>
    OpenAi,

    /// <summary>Open Inference Protocol v2 over REST.</summary>
    InferenceRest,

    /// <summary>Open Inference Protocol v2 over gRPC.</summary>
    InferenceGrpc,
}
