// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.list;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import io.domainsharing.ownership.CanonicalAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.james.core.MailAddress;

/** One post for one recipient: half of a SHA-256, as there may be half a million of them. */
record CopyKey(long high, long low) {
    static CopyKey of(String post, MailAddress recipient) {
        HashCode hash = Hashing.sha256()
                .newHasher()
                .putString(post, StandardCharsets.UTF_8)
                .putChar('\n')
                .putString(CanonicalAddress.of(recipient).value(), StandardCharsets.UTF_8)
                .hash();
        ByteBuffer bytes = ByteBuffer.wrap(hash.asBytes());
        return new CopyKey(bytes.getLong(), bytes.getLong());
    }

    /** As it is written down. */
    String text() {
        return Long.toHexString(high) + ' ' + Long.toHexString(low);
    }

    /** A list, or the name of a mail, among the few that one key has to do with. */
    static long shortHash(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asLong();
    }
}
