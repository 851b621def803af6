using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using PostModern.Models.Remote.OpenInference.Messages;

namespace PostModern.Tests.Models.Remote;

/// <summary>What a well-behaved server of models answers: chat, vectors of a text's length, and an inference model that adds its two inputs.</summary>
internal static class ModelAnswers
{
    public static Task WriteAsync(HttpContext context, byte[] body, Func<string, string> chat) => context.Request.Path.Value switch
    {
        "/v1/chat/completions" => JsonAsync(context, ChatAnswer(chat(Encoding.UTF8.GetString(body)))),
        "/v1/embeddings" => JsonAsync(context, Vectors(JsonNode.Parse(body)!)),
        "/v1/audio/transcriptions" => JsonAsync(context, Transcript(Encoding.UTF8.GetString(body))),
        "/v1/audio/translations" => JsonAsync(context, new JsonObject { ["text"] = "translated" }),
        "/v2/models/add" => JsonAsync(context, Metadata()),
        "/v2/models/add/infer" => JsonAsync(context, Sums(JsonNode.Parse(body)!)),
        { } path when path.StartsWith("/inference.GRPCInferenceService/", StringComparison.Ordinal) => GrpcAsync(context, Call(path.Split('/')[^1], body.AsMemory(5))),
        _ => Results.NotFound("there is no such model").ExecuteAsync(context),
    };

    public static JsonObject ChatAnswer(string text) => new()
    {
        ["choices"] = new JsonArray(new JsonObject { ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text }, ["finish_reason"] = "stop" }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 1000, ["completion_tokens"] = 100 },
    };

    public static async Task JsonAsync(HttpContext context, JsonNode answer)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }

    /// <summary>A status, and Retry-After when seconds are given.</summary>
    public static async Task<bool> RefuseAsync(HttpContext context, int status, string? retryAfter = null, string text = "not now")
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        await context.Response.WriteAsync(text);
        return true;
    }

    private static JsonObject Vectors(JsonNode body)
    {
        var data = new JsonArray();

        // Out of order, as servers may.
        foreach (var (index, text) in body["input"]!.AsArray().Index().Reverse())
        {
            data.Add(new JsonObject { ["index"] = index, ["embedding"] = new JsonArray(text!.GetValue<string>().Length, 0.5f, -1f) });
        }

        return new JsonObject { ["data"] = data, ["usage"] = new JsonObject { ["prompt_tokens"] = 3 } };
    }

    private static JsonObject Transcript(string form)
    {
        var answer = new JsonObject { ["text"] = "ask not" };
        if (form.Contains("verbose_json", StringComparison.Ordinal))
        {
            answer["segments"] = new JsonArray(
                new JsonObject { ["id"] = 0, ["start"] = 0.5, ["end"] = 1.25, ["text"] = " ask" }, new JsonObject { ["id"] = 1, ["start"] = 1.25, ["end"] = 2, ["text"] = " not" });
        }

        return answer;
    }

    private static JsonObject Metadata() => new()
    {
        ["name"] = "add",
        ["versions"] = new JsonArray("1", "2"),
        ["inputs"] = new JsonArray(TensorJson("a"), TensorJson("b")),
        ["outputs"] = new JsonArray(TensorJson("sum")),
    };

    private static JsonObject TensorJson(string name) => new() { ["name"] = name, ["datatype"] = "FP32", ["shape"] = new JsonArray(-1, 2) };

    private static JsonObject Sums(JsonNode body)
    {
        var inputs = body["inputs"]!.AsArray();
        float[] a = inputs[0]!["data"]!.Deserialize<float[]>()!;
        float[] b = inputs[1]!["data"]!.Deserialize<float[]>()!;
        return new JsonObject
        {
            ["outputs"] = new JsonArray(new JsonObject
            {
                ["name"] = "sum",
                ["datatype"] = "FP32",
                ["shape"] = inputs[0]!["shape"]!.DeepClone(),
                ["data"] = new JsonArray([.. a.Zip(b, (x, y) => (JsonNode)(x + y))]),
            }),
        };
    }

    private static IMessage Call(string method, ReadOnlyMemory<byte> message) => method switch
    {
        "ServerLive" => new ServerLiveResponse { Live = true },
        "ModelReady" => new ModelReadyResponse { Ready = true },
        "ModelMetadata" => new ModelMetadataResponse { Versions = { "7" }, Inputs = { TensorOf("a"), TensorOf("b") }, Outputs = { TensorOf("sum") } },
        _ => Infer(ModelInferRequest.Parser.ParseFrom(message.Span)),
    };

    private static ModelMetadataResponse.Types.TensorMetadata TensorOf(string name) => new() { Name = name, Datatype = "FP32", Shape = { -1, 2 } };

    private static ModelInferResponse Infer(ModelInferRequest request)
    {
        var a = MemoryMarshal.Cast<byte, float>(request.RawInputContents[0].Span).ToArray();
        var b = MemoryMarshal.Cast<byte, float>(request.RawInputContents[1].Span).ToArray();
        float[] sums = [.. a.Zip(b, (x, y) => x + y)];
        return new ModelInferResponse
        {
            Outputs = { new ModelInferResponse.Types.InferOutputTensor { Name = "sum", Datatype = "FP32", Shape = { request.Inputs[0].Shape } } },
            RawOutputContents = { ByteString.CopyFrom(MemoryMarshal.AsBytes(sums.AsSpan())) },
        };
    }

    private static async Task GrpcAsync(HttpContext context, IMessage message)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        var bytes = new byte[5 + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), bytes.Length - 5);
        message.WriteTo(bytes.AsSpan(5));
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
