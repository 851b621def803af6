using System.Buffers.Binary;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Tasks.Chat;

/// <summary><c>ai_count_tokens</c>: as the model's own server counts, by a question that is answered with one token.</summary>
internal static class TokenCount
{
    internal static async Task<byte[]> AnswerAsync(ChatCall call, CancellationToken cancellationToken)
    {
        var answer = await call.AskAsync(new(call.Input.Text) { Picture = call.Input.Picture, MaxTokens = 1 }, cancellationToken);
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, answer.Used?.Input ?? throw new ServerException(
            ErrorCode.Unsupported, "The model's server doesn't tell how many tokens it counts ('usage' is missing in its answer)."));
        return bytes;
    }
}
