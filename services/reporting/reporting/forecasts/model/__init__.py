"""The model, in a process of its own: only it loads scikit-learn (decision 0028)."""
