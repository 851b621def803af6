using System.Net.Http.Headers;

namespace PostModern.Models.Remote.OpenAi;

/// <summary>What a speech model is asked to write down.</summary>
/// <param name="Sound">A file in a format that the server knows.</param>
/// <param name="FileName">Its extension tells the server the format.</param>
internal sealed record SpeechQuestion(ReadOnlyMemory<byte> Sound, string FileName)
{
    /// <summary>What is spoken, as ISO 639 writes it; null to let the server hear it. Translations have no such field.</summary>
    public string? Language { get; init; }

    /// <summary>Whether it is written down in English, whatever is spoken.</summary>
    public bool IsTranslated { get; init; }

    /// <summary>Whether the answer is to have the times of its segments, which not all models can tell.</summary>
    public bool WithTimes { get; init; }

    /// <summary>The endpoint: each has a path of its own.</summary>
    public string Path => IsTranslated ? "audio/translations" : "audio/transcriptions";

    /// <summary>A request's body; it can be sent once.</summary>
    /// <param name="model">The model's name on the server.</param>
    public MultipartFormDataContent ToForm(string model)
    {
        var file = new ReadOnlyMemoryContent(Sound);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var form = new MultipartFormDataContent { { new StringContent(model), "model" }, { file, "file", FileName } };
        if (Language is not null)
        {
            form.Add(new StringContent(Language), "language");
        }

        if (WithTimes)
        {
            form.Add(new StringContent("verbose_json"), "response_format");
        }

        return form;
    }
}
