using System.Net.Http.Headers;
using PostModern.Models.Tasks.Speech;

namespace PostModern.Models.Remote.OpenAi;

/// <summary>What a speech model is asked to write down.</summary>
/// <param name="Sound">A file in a format that the server knows.</param>
/// <param name="FileName">Its extension tells the server the format.</param>
/// <param name="Options">Its language goes only to transcriptions: translations have no such field.</param>
internal sealed record SpeechQuestion(ReadOnlyMemory<byte> Sound, string FileName, TranscriptOptions Options)
{
    /// <summary>Whether the answer is to have the times of its segments, which not all models can tell.</summary>
    public bool WithTimes { get; init; }

    /// <summary>The endpoint: each has a path of its own.</summary>
    public string Path => Options.IsTranslated ? "audio/translations" : "audio/transcriptions";

    /// <summary>A request's body; it can be sent once.</summary>
    /// <param name="model">The model's name on the server.</param>
    public MultipartFormDataContent ToForm(string model)
    {
        var file = new ReadOnlyMemoryContent(Sound);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var form = new MultipartFormDataContent { { new StringContent(model), "model" }, { file, "file", FileName } };
        if (Options is { IsTranslated: false, Language: { } language })
        {
            form.Add(new StringContent(language.ToLowerInvariant()), "language");
        }

        if (WithTimes)
        {
            form.Add(new StringContent("verbose_json"), "response_format");
        }

        return form;
    }
}
