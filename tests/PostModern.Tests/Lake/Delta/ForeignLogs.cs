namespace PostModern.Tests.Lake.Delta;

/// <summary>Logs as other engines write them.</summary>
internal static class ForeignLogs
{
    /// <summary>One commit with Spark's spellings: protocol first, numbers as texts, keys that we have no use for.</summary>
    public const string SparkTable =
        """
        {"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
        {"metaData":{"id":"f6b6a6a0-0000-4000-8000-000000000001","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}},{\"name\":\"day\",\"type\":\"date\",\"nullable\":true,\"metadata\":{\"comment\":\"when\"}}]}","partitionColumns":["day"],"configuration":{},"createdTime":1700000000000}}
        {"add":{"path":"day=2024-01-01/part-00000%20a.snappy.parquet","partitionValues":{"day":"2024-01-01"},"size":700,"modificationTime":1700000000100,"dataChange":true,"stats":"{\"numRecords\":2,\"minValues\":{\"id\":1,\"s\":{\"x\":1}},\"maxValues\":{\"id\":2,\"s\":{\"x\":2}},\"nullCount\":{\"id\":0,\"s\":{\"x\":0}}}","tags":{"INSERTION_TIME":"1700000000100"}}}
        {"commitInfo":{"timestamp":1700000000200,"operation":"WRITE","operationParameters":{"mode":"ErrorIfExists","partitionBy":"[\"day\"]"},"isolationLevel":"Serializable","isBlindAppend":true,"operationMetrics":{"numFiles":"1","numOutputRows":"2"},"engineInfo":"Apache-Spark/3.5.0 Delta-Lake/3.2.0","txnId":"c0000000-0000-4000-8000-000000000001"}}
        {"somethingNew":{"of":"tomorrow"}}

        """;
}
