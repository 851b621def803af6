namespace PostModern.Arrow.Ipc;

/// <summary>The <c>MessageHeader</c> union of Arrow's Message.fbs.</summary>
public enum MessageKind
{
    None = 0,
    Schema = 1,
    DictionaryBatch = 2,
    RecordBatch = 3,
    Tensor = 4,
    SparseTensor = 5,
}
