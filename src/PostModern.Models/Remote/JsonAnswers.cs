using System.Text.Json;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Remote;

/// <summary>Answers that are JSON, as long as they are.</summary>
internal static class JsonAnswers
{
    /// <summary>Reads an answer.</summary>
    /// <param name="response">It succeeded.</param>
    /// <param name="model">The model's name, for messages.</param>
    /// <param name="what">What the answer ought to be.</param>
    /// <param name="read">Takes what is wanted out of it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RemoteFailure">It is no JSON, or not such an answer.</exception>
    public static async Task<T> ReadAsync<T>(
        HttpResponseMessage response, string model, string what, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new RemoteFailure(
                ErrorCode.Unavailable, $"The server of model '{model}' answered with {bytes.Length} bytes that are no {what}: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
