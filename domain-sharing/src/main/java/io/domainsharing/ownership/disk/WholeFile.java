// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A small file that only the account of the server may read, and that is replaced as a whole: a process that dies at any moment, or a
 * power cut, leaves the old content or the new one. Used by one thread at a time; blocks.
 */
public final class WholeFile {
    private final Path folder;
    private final Path file;
    private final Path unfinished;

    /** @param name of the file in that folder, which need not be there yet */
    public WholeFile(Path folder, String name) {
        this.folder = folder;
        this.file = folder.resolve(name);
        this.unfinished = folder.resolve(name + ".new");
    }

    /** Writes the content. */
    @FunctionalInterface
    public interface Content {
        void to(OutputStream out) throws IOException;
    }

    public boolean isMissing() {
        return Files.notExists(file);
    }

    /** All octets; none where there is no file. */
    public byte[] read() throws IOException {
        if (isMissing()) {
            return new byte[0];
        }
        OwnerOnly.prepare(folder, file);
        return Files.readAllBytes(file);
    }

    /**
     * On return the content outlives a power cut.
     *
     * @throws IOException it cannot be written; the file is as it was
     */
    public void write(Content content) throws IOException {
        Files.deleteIfExists(unfinished);
        OwnerOnly.prepare(folder, unfinished);
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            content.to(Channels.newOutputStream(channel));
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        forceRename();
    }

    // Not every platform opens a folder; there the rename is as durable as the platform makes it.
    private void forceRename() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }

    /** Where it is. */
    @Override
    public String toString() {
        return file.toString();
    }
}
