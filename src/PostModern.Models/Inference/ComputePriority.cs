namespace PostModern.Models.Inference;

/// <summary>What a free thread takes first.</summary>
internal enum ComputePriority
{
    /// <summary>A full batch: prepared inputs leave memory before more are prepared.</summary>
    Batch,

    /// <summary>Decoding or tokenising one input.</summary>
    Input,

    /// <summary>A batch that isn't full, when there is nothing left to fill it with.</summary>
    Rest,
}
