using System.Net;
using Amazon.Runtime;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.S3;

/// <summary>What an S3 service's failures mean to the user. Messages name places and settings, never credentials.</summary>
internal static class S3Errors
{
    /// <summary>Whether an exception is a request's failure, as opposed to our own bug.</summary>
    public static bool IsFailure(Exception e) =>
        e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TaskCanceledException or UriFormatException;

    public static bool IsMissing(AmazonServiceException e) =>
        e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket";

    /// <summary>A condition of the request isn't met: the object exists already, or has other bytes.</summary>
    public static bool IsConditionFailed(AmazonServiceException e) => e.StatusCode == HttpStatusCode.PreconditionFailed;

    /// <summary>Two conditional writes met; either may be tried again.</summary>
    public static bool IsConditionalRace(AmazonServiceException e) => e.StatusCode == HttpStatusCode.Conflict && e.ErrorCode != "BucketAlreadyExists";

    public static bool IsNotImplemented(AmazonServiceException e) =>
        e.StatusCode == HttpStatusCode.NotImplemented || e.ErrorCode == "NotImplemented";

    public static ServerException Translate(Exception e, S3Location at, S3Endpoint endpoint) => e switch
    {
        AmazonServiceException { StatusCode: not 0 } answer => Answered(answer, at, endpoint),
        _ when e.GetBaseException() is ServerException refused => new ServerException(refused.Code, refused.Message, e),
        _ => new ServerException(
            ErrorCode.Unavailable, $"The S3 service at {endpoint.Name} can't be reached for '{at}': {Innermost(e)} {endpoint.HowToReach}", e),
    };

    public static ServerException Changed(string uri, Exception? e = null) => new(
        ErrorCode.Conflict, $"'{uri}' has changed since it was listed. List it again to read its present bytes.", e);

    public static ServerException Missing(string uri, Exception? e = null) =>
        new(ErrorCode.NotFound, $"There is no object '{uri}'.", e);

    private static ServerException Answered(AmazonServiceException e, S3Location at, S3Endpoint endpoint) => e switch
    {
        { ErrorCode: "NoSuchBucket" } => new(
            ErrorCode.NotFound, $"There is no bucket '{at.Bucket}' at {endpoint.Name}. Check its name. {endpoint.HowToReach}", e),
        { ErrorCode: "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" } => new(
            ErrorCode.PermissionDenied, $"The S3 service at {endpoint.Name} does not accept the credentials ({e.ErrorCode}). {endpoint.HowToLogIn}", e),
        { ErrorCode: "AuthorizationHeaderMalformed" or "PermanentRedirect" or "IllegalLocationConstraintException" }
            or { StatusCode: HttpStatusCode.MovedPermanently } => new(
            ErrorCode.InvalidInput, $"The bucket '{at.Bucket}' is in another region. {endpoint.HowToReach}", e),
        { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } when endpoint.IsAnonymous => new(
            ErrorCode.PermissionDenied, $"'{at}' is not public, and {endpoint.Name} is asked without credentials. {endpoint.HowToLogIn}", e),
        { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } => new(
            ErrorCode.PermissionDenied, $"The credentials for {endpoint.Name} don't allow access to '{at}' ({Code(e)}). Ask for s3:ListBucket and s3:GetObject, and s3:PutObject and s3:DeleteObject to write.", e),
        { StatusCode: HttpStatusCode.NotFound } => Missing(at.ToString(), e),
        { StatusCode: HttpStatusCode.PreconditionFailed } => Changed(at.ToString(), e),
        { StatusCode: HttpStatusCode.Conflict } => new(ErrorCode.Conflict, $"Another request changed '{at}' at the same time; try again.", e),
        { StatusCode: HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout } => new(
            ErrorCode.Unavailable, $"The S3 service at {endpoint.Name} is busy or broken ({Code(e)}) for '{at}'; try again later.", e),
        _ => new(ErrorCode.InvalidInput, $"The S3 service at {endpoint.Name} refuses the request for '{at}' ({Code(e)}): {e.Message}", e),
    };

    private static string Code(AmazonServiceException e) => string.IsNullOrEmpty(e.ErrorCode) ? $"HTTP {(int)e.StatusCode}" : e.ErrorCode;

    private static string Innermost(Exception e) =>
        e is TaskCanceledException ? "it did not answer in time." : e.GetBaseException().Message.TrimEnd('.') + ".";
}
