using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Lake.Connections;
using PostModern.Lake.Objects;
using PostModern.Lake.S3;

namespace PostModern.Engine.Functions;

/// <summary><c>s3(pattern)</c>: a bucket's objects as rows, listed while they are read; no object is asked for one by one.</summary>
internal sealed class BucketFunction(S3Connections buckets, StatementContexts contexts)
{
    private const string Name = "s3";
    private const string Connection = "connection";
    private const string Versions = "versions";
    private const string StartAfter = "start_after";

    public TableFunction Function() => new()
    {
        Name = Name,
        Parameters = [ArrowTypes.Utf8],
        NamedParameters = new Dictionary<string, ArrowType?> { [Versions] = ArrowTypes.Boolean, [StartAfter] = ArrowTypes.Utf8, [Connection] = ArrowTypes.Utf8 },
        Bind = Bind,
    };

    private BoundTable Bind(TableFunctionBinding binding)
    {
        var pattern = binding.Arguments[0] as string
            ?? throw new ServerException(ErrorCode.InvalidInput, "s3: the pattern is NULL. Give one, such as s3('s3://bucket/photos/**/*.jpg').");
        var uri = ObjectUri.SchemeOf(pattern) switch
        {
            "s3" => pattern,
            "" => $"s3://{pattern.TrimStart('/')}",
            var scheme => throw new ServerException(ErrorCode.InvalidInput, $"s3: '{pattern}' has the scheme '{scheme}:'; write s3://bucket/pattern, or use files(…)."),
        };
        uri = binding.NamedArguments.GetValueOrDefault(Connection) is string connection ? S3Connections.Through(uri, connection) : uri;
        var store = buckets.For(uri);
        var options = new S3ListOptions
        {
            Versions = binding.NamedArguments.GetValueOrDefault(Versions) is true,
            StartAfter = binding.NamedArguments.GetValueOrDefault(StartAfter) is string key ? KeyOf(key) : null,
        };
        return new BoundTable
        {
            Schema = ObjectTable.Schema,
            Scan = (columns, cancellation) => ObjectTable.ScanAsync(
                contexts.Noted(binding, store.ListAsync(uri, options, cancellation), Name, pattern, options == S3ListOptions.Default), columns, cancellation),
        };
    }

    /// <summary>The paths that a listing shows are taken, too.</summary>
    private static string KeyOf(string key) => ObjectUri.SchemeOf(key) == "s3" ? key[(key.IndexOf('/', "s3://".Length) + 1)..] : key;
}
