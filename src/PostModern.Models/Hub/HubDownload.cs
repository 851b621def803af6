using System.Net;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Hub;

/// <summary>Transfers a repository's files into a folder, and takes up where an earlier try was cut off.</summary>
/// <remarks>What has come so far lies in <c>NAME.part</c>; a file has its name only once its size and hash are right.</remarks>
internal sealed class HubDownload(HubClient client, HubReference reference, HubOptions options, IProgress<PullProgress>? progress)
{
    private const int BufferSize = 1 << 20;

    private long _done;
    private long _total;

    /// <param name="files">What to transfer.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="cancellationToken">Stops; what has come stays for the next try.</param>
    /// <exception cref="ServerException">Unavailable: broken off too often. InvalidInput: not the file that the hub lists. As for <see cref="HubClient.ResolveAsync"/>.</exception>
    internal async Task RunAsync(IReadOnlyList<HubFile> files, string folder, CancellationToken cancellationToken)
    {
        _total = files.Sum(file => file.Size);
        foreach (var file in files)
        {
            var target = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (File.Exists(target) && new FileInfo(target).Length == file.Size && await HubHash.IsOfAsync(target, file, cancellationToken))
            {
                Report(file, file.Size);
                continue;
            }

            await FetchAsync(file, target, cancellationToken);
        }
    }

    private async Task FetchAsync(HubFile file, string target, CancellationToken cancellationToken)
    {
        var part = target + ".part";
        for (var retry = 0; ; retry++)
        {
            try
            {
                await AppendAsync(file, part, cancellationToken);
                break;
            }
            catch (Exception error) when (HubClient.IsPassing(error) && retry < options.Retries)
            {
                await Task.Delay(options.RetryDelay * Math.Pow(2, retry), cancellationToken);
            }
            catch (Exception error) when (HubClient.IsBroken(error))
            {
                throw client.Unreachable(reference, error);
            }
        }

        if (!await HubHash.IsOfAsync(part, file, cancellationToken))
        {
            File.Delete(part);
            throw new ServerException(
                ErrorCode.InvalidInput, $"'{file.Path}' of '{reference}' is not what {options.Endpoint.Host} lists: its hash is another one. Pull it again.");
        }

        File.Move(part, target, overwrite: true);
    }

    private async Task AppendAsync(HubFile file, string part, CancellationToken cancellationToken)
    {
        await using var output = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        if (output.Length > file.Size)
        {
            output.SetLength(0);
        }

        if (output.Length == file.Size && file.Size > 0)
        {
            Report(file, file.Size);
            return;
        }

        using var response = await client.OpenAsync(reference, file.Path, output.Length, cancellationToken);
        if (response.StatusCode != HttpStatusCode.PartialContent || response.Content.Headers.ContentRange?.From != output.Length)
        {
            // The server sends the whole file, or can't go on where we are.
            output.SetLength(0);
        }

        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            throw new HttpRequestException("The server doesn't know the range.");
        }

        output.Seek(0, SeekOrigin.End);
        await using var input = await response.Content.ReadAsStreamAsync(cancellationToken);
        await CopyAsync(input, output, file, cancellationToken);
    }

    private async Task CopyAsync(Stream input, FileStream output, HubFile file, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        var before = output.Length;
        progress?.Report(new PullProgress(file.Path, _done + before, _total));
        while (await input.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (output.Length + count > file.Size)
            {
                throw new ServerException(ErrorCode.InvalidInput, $"'{file.Path}' of '{reference}' is longer than the {file.Size} bytes that {options.Endpoint.Host} lists.");
            }

            await output.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            progress?.Report(new PullProgress(file.Path, _done + output.Length, _total));
        }

        if (output.Length < file.Size)
        {
            throw new HttpRequestException($"'{file.Path}' broke off after {output.Length} of {file.Size} bytes.");
        }

        _done += file.Size;
    }

    private void Report(HubFile file, long bytes)
    {
        _done += bytes;
        progress?.Report(new PullProgress(file.Path, _done, _total));
    }
}
