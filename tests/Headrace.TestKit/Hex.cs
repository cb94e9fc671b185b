namespace Headrace.TestKit;

/// <summary>Bytes from hexadecimal text; underscores and spaces between digits are for reading.</summary>
public static class Hex
{
    /// <summary>Parses pairs of digits.</summary>
    public static byte[] Parse(string text) => Convert.FromHexString(text.Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
}
