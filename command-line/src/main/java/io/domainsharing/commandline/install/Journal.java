// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.hash.Hashing;
import io.domainsharing.commandline.edit.Hunk;
import io.domainsharing.ownership.disk.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was done to a {@code conf/} folder, so that it can be taken back: {@code domain-sharing-install/journal.json} in it, with the files
 * as they were beside it. Holds no token.
 *
 * @param files that were changed or made, in order
 * @param jar null: none was put there
 * @param tokens the invitations of this server and those that it has taken
 */
record Journal(List<ChangedFile> files, @Nullable PlacedJar jar, List<UsedToken> tokens) {
    static final String FOLDER = "domain-sharing-install";

    private static final String NAME = "journal.json";
    private static final String ORIGINALS = "original";
    private static final ObjectMapper JSON = new ObjectMapper();

    Journal {
        files = List.copyOf(files);
        tokens = List.copyOf(tokens);
    }

    /**
     * A file of the folder.
     *
     * @param isMade whether there was none
     * @param digest of the content that was written last, SHA-256 in hexadecimal
     * @param isEdited whether somebody else had changed it between two writes
     * @param hunks the changes, the latest first
     */
    record ChangedFile(String name, boolean isMade, String digest, boolean isEdited, List<Hunk> hunks) {
        ChangedFile {
            hunks = List.copyOf(hunks);
        }
    }

    /**
     * The JAR in James's folder for extensions.
     *
     * @param file its place
     * @param replaced names of the JARs of ours that were there before, which lie beside the journal
     * @param madeFolder whether there was no such folder
     */
    record PlacedJar(String file, String digest, List<String> replaced, boolean madeFolder) {
        PlacedJar {
            replaced = List.copyOf(replaced);
        }
    }

    /**
     * A token of which there is no second use.
     *
     * @param digest of its id, SHA-256 in hexadecimal
     * @param expires seconds since 1970
     * @param isOurs whether this server made it
     * @param isUsed whether its use here is over: the other office took it, or its answer has come
     */
    record UsedToken(String digest, long expires, boolean isOurs, boolean isUsed) {}

    static Journal empty() {
        return new Journal(List.of(), null, List.of());
    }

    /**
     * That of a folder; an empty one where there is none.
     *
     * @throws IOException it cannot be read
     */
    static Journal read(Path conf) throws IOException {
        WholeFile file = file(conf);
        return file.isMissing() ? empty() : JSON.readValue(file.read(), Journal.class);
    }

    /** Whether there is nothing to take back. */
    boolean isEmpty() {
        return files.isEmpty() && jar == null && tokens.isEmpty();
    }

    void write(Path conf) throws IOException {
        file(conf).write(out -> out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this)));
    }

    Optional<ChangedFile> file(String name) {
        return files.stream().filter(file -> file.name().equals(name)).findFirst();
    }

    /** With a file in the place of the one of that name, or behind the others. */
    Journal with(ChangedFile file) {
        List<ChangedFile> all = new ArrayList<>(files);
        int at = all.stream().map(ChangedFile::name).toList().indexOf(file.name());
        if (at < 0) {
            all.add(file);
        } else {
            all.set(at, file);
        }
        return new Journal(all, jar, tokens);
    }

    Journal with(PlacedJar other) {
        return new Journal(files, other, tokens);
    }

    Optional<UsedToken> token(String id) {
        String digest = digest(id.getBytes(StandardCharsets.UTF_8));
        return tokens.stream().filter(token -> token.digest().equals(digest)).findFirst();
    }

    /** With what is known of a token from now on; those that have expired are forgotten. */
    Journal with(JoinToken token, boolean isOurs, boolean isUsed, Instant now) {
        String digest = digest(token.id().getBytes(StandardCharsets.UTF_8));
        List<UsedToken> all = new ArrayList<>(tokens);
        all.removeIf(one -> one.digest().equals(digest) || one.expires() < now.getEpochSecond());
        all.add(new UsedToken(digest, token.expires().getEpochSecond(), isOurs, isUsed));
        return new Journal(files, jar, all);
    }

    static String digest(byte[] octets) {
        return Hashing.sha256().hashBytes(octets).toString();
    }

    static Path folder(Path conf) {
        return conf.resolve(FOLDER);
    }

    /** Where a file lies as it was. */
    static Path original(Path conf, String name) {
        return folder(conf).resolve(ORIGINALS).resolve(name);
    }

    static boolean isThere(Path conf) {
        return Files.isDirectory(folder(conf));
    }

    private static WholeFile file(Path conf) {
        return new WholeFile(folder(conf), NAME);
    }
}
