// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("V1")
class FullMailboxTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            452 4.2.2 Mailbox full                       | true
            450 4.2.1 disabled for now                   | true
            550 5.2.1 disabled                           | true
            552 5.2.2 over quota                         | true
            552 Requested mail action aborted: exceeded storage allocation | true
            552 Mailbox limit exceeded for this address  | true
            550 Mailbox is full                          | true
            550 user over quota. (#5.1.1)                | true
            554 Quota exceeded (mailbox for user is full) | true
            550 5.1.1 <fullmailbox@example.com>: User unknown | false
            552 5.3.4 Message too big                    | false
            550 Your sending quota is used up, rate limited | false
            550 5.7.1 quota exceeded                     | false
            452 Insufficient system storage              | false
            450 4.2.0 Greylisted                         | false
            250 2.2.2 mailbox full                       | false
            """)
    void replyShouldMeanThatTheMailboxTakesNothingNow(String reply, boolean full) {
        assertThat(FullMailbox.isSaidBy(Integer.parseInt(reply.substring(0, 3)), reply))
                .isEqualTo(full);
    }
}
