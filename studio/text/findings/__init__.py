"""Clinical findings in French text, each with its status: present, absent, uncertain, history or family."""
