using System.Collections.Concurrent;
using Amazon.S3;
using Amazon.S3.Model;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.S3;

/// <summary>Makes sure that a service honours <c>If-None-Match: *</c> before anything is entrusted to it.</summary>
/// <remarks>
/// A service that ignores the condition answers 200 to both of two writers, and one's commit silently replaces the other's. So each bucket
/// is asked once: a small object is put twice under a hidden key, and the second put must fail.
/// </remarks>
internal sealed class S3ConditionalWrites(S3Endpoint endpoint)
{
    private static readonly byte[] s_content = "PostModern asks whether If-None-Match is honoured here."u8.ToArray();

    private readonly ConcurrentDictionary<string, bool> _isHonoured = [];

    /// <exception cref="ServerException">Unsupported: two writers could overwrite each other there.</exception>
    public async Task CheckAsync(S3Location at, CancellationToken cancellationToken)
    {
        if (!_isHonoured.TryGetValue(at.Bucket, out var isHonoured))
        {
            // Beside the key to write, since the credentials may be good for that prefix only.
            var probe = at with { Key = $"{at.Key[..(at.Key.LastIndexOf('/') + 1)]}.probe-{Guid.NewGuid():N}" };
            isHonoured = await endpoint.CallAsync(probe, client => ProbeAsync(client, probe, cancellationToken), cancellationToken);
            _isHonoured[at.Bucket] = isHonoured;
        }

        if (!isHonoured)
        {
            throw new ServerException(
                ErrorCode.Unsupported,
                $"The S3 service at {endpoint.Name} does not honour If-None-Match: * for bucket '{at.Bucket}': two writers would overwrite each other's "
                + "versions there, so nothing is written. Use a service that does (AWS S3, Ceph, MinIO, R2), or a warehouse in a local folder.");
        }
    }

    private static async Task<bool> ProbeAsync(AmazonS3Client client, S3Location probe, CancellationToken cancellationToken)
    {
        try
        {
            return await PutAsync(client, probe, cancellationToken) && !await PutAsync(client, probe, cancellationToken);
        }
        catch (AmazonS3Exception e) when (S3Errors.IsNotImplemented(e))
        {
            return false;
        }
        finally
        {
            await client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = probe.Bucket, Key = probe.Key }, CancellationToken.None);
        }
    }

    private static Task<bool> PutAsync(AmazonS3Client client, S3Location probe, CancellationToken cancellationToken) =>
        S3Requests.PutIfAbsentAsync(client, probe, s_content, cancellationToken);
}
