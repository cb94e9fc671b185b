using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Headrace.Server.Auth;

/// <summary>The secret that opens the API to who is not on this machine: made at the first start and kept in the state directory.</summary>
internal sealed class AccessToken
{
    /// <summary>The file's name in the state directory.</summary>
    internal const string FileName = "access-token";

    private const int SecretBytes = 32;
    private const int LeastCharacters = 16;
    private const int MostCharacters = 256;

    private readonly byte[] _hash;

    private AccessToken(string value, bool isNew)
    {
        Value = value;
        IsNew = isNew;
        _hash = SHA256.HashData(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>The secret.</summary>
    internal string Value { get; }

    /// <summary>True when it was made just now, so that it must be shown once.</summary>
    internal bool IsNew { get; }

    /// <summary>A token that is kept nowhere.</summary>
    internal static AccessToken Create() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)), isNew: true);

    /// <summary>The token of a state directory, made if there is none. Throws <see cref="IOException"/> when it cannot be kept, <see cref="InvalidDataException"/> when the file holds none.</summary>
    internal static AccessToken ReadOrCreate(string stateDirectory)
    {
        string path = Path.Combine(stateDirectory, FileName);
        if (!File.Exists(path)) return Keep(Create(), path);
        string value = File.ReadAllText(path).Trim();
        return value.Length is >= LeastCharacters and <= MostCharacters && value.All(c => c is > ' ' and < '\x7F')
            ? new AccessToken(value, isNew: false)
            : throw new InvalidDataException($"{path} holds no access token of {LeastCharacters} to {MostCharacters} characters; remove it to get a new one");
    }

    /// <summary>True when <paramref name="candidate"/> is the secret. Takes the same time wherever they differ.</summary>
    internal bool Matches(ReadOnlySpan<char> candidate)
    {
        if (candidate.Length > MostCharacters) return false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(MostCharacters)];
        int length = Encoding.UTF8.GetBytes(candidate, bytes);
        SHA256.HashData(bytes[..length], hash);
        return CryptographicOperations.FixedTimeEquals(hash, _hash);
    }

    private static AccessToken Keep(AccessToken token, string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using StreamWriter writer = new(path, Encoding.ASCII, options);
        writer.Write(token.Value + "\n");
        return token;
    }
}
