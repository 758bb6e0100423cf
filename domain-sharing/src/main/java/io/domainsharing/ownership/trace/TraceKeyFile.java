// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import io.domainsharing.ownership.disk.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The {@link TraceKey} on disk: {@code trace.key} beside the owner cache, 32 octets that only the account of the server may
 * read. Made at the first start; a process that dies meanwhile leaves no file or a whole one. Stateless; blocks.
 */
public final class TraceKeyFile {
    static final String NAME = "trace.key";

    private static final String UNFINISHED = NAME + ".new";

    private TraceKeyFile() {}

    /**
     * The key of this server.
     *
     * @throws UncheckedIOException the file cannot be read or written, or is damaged: the start must fail, for without the key
     *     no line of this server counts; the message names file and remedy
     */
    public static TraceKey open(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            if (Files.notExists(file)) {
                create(folder, file);
            }
            OwnerOnly.prepare(folder, file);
            byte[] secret = Files.readAllBytes(file);
            if (secret.length != TraceKey.OCTETS) {
                throw new IOException("it has " + secret.length + " octets instead of " + TraceKey.OCTETS);
            }
            return TraceKey.of(secret);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + ", with which this server signs its trace lines, cannot be used: " + e.getMessage()
                            + ". Let the server's account read and write it, or move it away: the next start makes another",
                    e);
        }
    }

    private static void create(Path folder, Path file) throws IOException {
        Path unfinished = folder.resolve(UNFINISHED);
        Files.deleteIfExists(unfinished);
        OwnerOnly.prepare(folder, unfinished);
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            ByteBuffer secret = ByteBuffer.wrap(TraceKey.newSecret());
            while (secret.hasRemaining()) {
                channel.write(secret);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        forceRename(folder);
    }

    // Not every platform opens a folder; there the rename is as durable as the platform makes it.
    private static void forceRename(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }
}
