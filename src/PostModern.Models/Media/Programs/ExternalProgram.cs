using PostModern.Arrow.Errors;

namespace PostModern.Models.Media.Programs;

/// <summary>A program that is installed beside the server, or isn't.</summary>
/// <param name="name">Of its file.</param>
/// <param name="package">What brings it on Debian and Ubuntu.</param>
/// <param name="option">The server's option that names its folder.</param>
/// <param name="folder">That folder; null for the <c>PATH</c>.</param>
internal sealed class ExternalProgram(string name, string package, string option, string? folder)
{
    private string? _path;

    public string Name => name;

    /// <summary>Where it is. It is looked for again until it is there: installing it needs no restart.</summary>
    /// <exception cref="ServerException">Unsupported: it isn't there.</exception>
    public string Find() => _path ??= Folders().Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists) ?? throw new ServerException(
        ErrorCode.Unsupported,
        $"This needs the program '{name}', which is not {(folder is null ? "on the server's PATH" : $"in '{folder}'")}. Install the package {package} (apt install {package}), or name the folder it is in with {option}.");

    private string[] Folders() => folder is null
        ? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        : [Path.GetFullPath(folder)];
}
