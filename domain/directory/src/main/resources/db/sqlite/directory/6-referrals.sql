-- Another server that has the account's mail: `moved HOST`, where nobody may log in here any more, or `advised HOST`.
ALTER TABLE account ADD COLUMN referral TEXT;
