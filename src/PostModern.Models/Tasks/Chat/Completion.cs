using System.Text;
using PostModern.Models.Remote.OpenAi;

namespace PostModern.Models.Tasks.Chat;

/// <summary><c>ai_complete</c>: what the model answers to a prompt, and to a picture or text beside it.</summary>
internal static class Completion
{
    /// <summary>The prompt is the input.</summary>
    internal static async Task<byte[]> OfPromptAsync(ChatCall call, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetBytes((await call.AskAsync(new ChatQuestion(call.Input.Text), cancellationToken)).Text);

    /// <summary>The prompt is an argument beside the input.</summary>
    internal static async Task<byte[]> OfObjectAsync(ChatCall call, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetBytes((await call.AskAsync(About(call.Input, call.Argument(0)), cancellationToken)).Text);

    /// <summary>A question about an input.</summary>
    internal static ChatQuestion About(ChatInput input, string question) => input.Picture is null
        ? new ChatQuestion($"{question}\n\n<input>\n{input.Text}\n</input>")
        : new ChatQuestion(question) { Picture = input.Picture };
}
